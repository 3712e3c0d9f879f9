import { badArgument, object, text } from '../arguments.ts';
import type { Change } from '../change.ts';
import { changeProcess } from '../parts.ts';

const nameOf = (entry: string): string => entry.slice(0, Math.max(0, entry.indexOf('=')) || entry.length);

const checked = (who: string, name: string): string => {
  const right = 'a name without = and NUL';
  if (text(who, name, right) === '' || name.includes('=')) throw badArgument(who, name, right);
  return name;
};

/**
 * Sets variables: one that is there keeps its place with the new value, others are added; `undefined` removes.
 * `env({ HOME: '/root', DEBUG: undefined })`
 */
export const env = (variables: Readonly<Record<string, string | undefined>>): Change => {
  object('env', variables, "an object such as { HOME: '/root' }");
  const wanted = new Map<string, string | undefined>();
  for (const [name, value] of Object.entries(variables)) {
    wanted.set(checked('env', name), value === undefined ? undefined : text(`env ${name}`, value));
  }
  return changeProcess((process) => {
    const rest = new Map(wanted);
    const kept = (process.env ?? []).flatMap((entry) => {
      const name = nameOf(entry);
      if (!wanted.has(name)) return [entry];
      const value = rest.get(name);
      rest.delete(name);
      return value === undefined ? [] : [`${name}=${value}`];
    });
    const added = [...rest].flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
    return { ...process, env: [...kept, ...added] };
  });
};

/** Removes variables. */
export const removeEnv = (...names: readonly string[]): Change => {
  for (const name of names) checked('removeEnv', name);
  return env(Object.fromEntries(names.map((name) => [name, undefined])));
};

/** Leaves no variable, `PATH` included. */
export const clearEnv = (): Change => changeProcess((process) => ({ ...process, env: [] }));
