/** Debian's backports to bookworm, trixie and sid; bookworm's own has no systrap, checkpoints or directfs to speak of. */
export const oldest = 20240729;

/** The day of a runsc: `runsc version release-20260224.0`, `runsc version 0.0~20240729.0`; 0 where none is told. */
export const releaseIn = (text) => Number(/(\d{8})(?!\d)/.exec(text)?.[1] ?? 0);
