const targetsOf = (value) => {
  if (typeof value === 'string') return [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(targetsOf);
};

/** Every file that a manifest promises: `exports` under any condition, and `bin`. */
export const promisedFiles = ({ exports = {}, bin = {} }) => [
  ...new Set([...targetsOf(exports), ...targetsOf(bin)].map((path) => path.replace(/^\.\//, ''))),
];
