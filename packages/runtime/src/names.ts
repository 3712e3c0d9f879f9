const aliases: ReadonlyMap<string, string> = new Map([['gvisor', 'runsc']]);
/** Where the names that are not the whole package's come from. */
const prefixes = ['@caisson/', 'caisson-'] as const;

const packageName = /^(@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/;

/** The packages that a driver of this name may be in, in the order in which they are tried. */
export const packageNames = (type: string): readonly string[] => {
  const name = aliases.get(type) ?? type;
  if (!packageName.test(name)) return [];
  return name.startsWith('@') ? [name] : [...prefixes.map((prefix) => prefix + name), name];
};

/** By what name `runtime` finds a package. */
export const typeOf = (name: string): string => {
  const prefix = prefixes.find((start) => name.startsWith(start));
  return prefix === undefined ? name : name.slice(prefix.length);
};
