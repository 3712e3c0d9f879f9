/** Whether `path` is `directory` or below it. Both absolute, without a slash at the end (but for the root). */
export const isWithin = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);
