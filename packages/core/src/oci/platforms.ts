/** A platform that Caisson does not drive: its configuration passes through as it is. */
export type Solaris = Readonly<Record<string, unknown>>;
/** As {@link Solaris}. */
export type Windows = Readonly<Record<string, unknown>>;
/** As {@link Solaris}. Since 1.3. */
export type FreeBSD = Readonly<Record<string, unknown>>;
/** As {@link Solaris}. Since 1.1. */
export type ZOS = Readonly<Record<string, unknown>>;
