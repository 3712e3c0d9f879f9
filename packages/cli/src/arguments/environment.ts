import { refused } from '../usage-error.ts';

/** All of `--env`: the last of one name wins. */
export const environment = (texts: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw refused('--env', text, 'NAME=VALUE');
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
