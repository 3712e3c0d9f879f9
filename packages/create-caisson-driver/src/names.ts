/** What every name is made of. */
const word = /^[a-z][a-z0-9-]*$/;
const part = /^[a-z0-9][a-z0-9._-]*$/;

/** Why this cannot be what a runtime is called, or `undefined`. */
export const faultInRuntime = (name: string): string | undefined =>
  word.test(name) ? undefined : 'small letters, digits and -, a letter first';

/** Why this cannot be a driver's package's name, or `undefined`. */
export const faultInPackage = (name: string): string | undefined => {
  const [first = '', second, ...more] = name.split('/');
  const scoped = second !== undefined;
  const fits = scoped
    ? first.startsWith('@') && part.test(first.slice(1)) && part.test(second)
    : part.test(first);
  return fits && more.length === 0
    ? undefined
    : 'a name that npm takes, such as caisson-acme or @acme/driver';
};

/** Why this cannot be a program's name, or `undefined`. */
export const faultInCommand = (name: string): string | undefined =>
  /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) ? undefined : 'the name of a program in PATH';

/** `my-vm` as an identifier: `myVm`. */
export const identifierOf = (name: string): string =>
  name
    .split('-')
    .filter((piece) => piece !== '')
    .map((piece, index) => (index === 0 ? piece : capital(piece)))
    .join('');

export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
