import type { LinuxIDMapping } from './namespaces.ts';

/** The root filesystem. */
export interface Root {
  /** A directory: absolute, or relative to the bundle. */
  readonly path: string;
  /** Default: false. */
  readonly readonly?: boolean;
}

export interface Mount {
  /** Where in the container. Absolute; from 1.2 on a relative one is taken from the container's root. */
  readonly destination: string;
  /** A filesystem's name, as /proc/filesystems has it. Of no meaning to a bind mount. */
  readonly type?: string;
  /** A device, a name, or for a bind mount a file or directory: absolute, or relative to the bundle. */
  readonly source?: string;
  /** As mount(8) spells them; `bind` or `rbind` makes it a bind mount. */
  readonly options?: readonly string[];
  /** An idmapped mount's; with `gidMappings`. Since 1.0.2-dev; options `idmap` and `ridmap` since 1.2. */
  readonly uidMappings?: readonly LinuxIDMapping[];
  readonly gidMappings?: readonly LinuxIDMapping[];
}
