import type { Hook, Hooks } from '@caisson/core';
import { listOf, maybe, members, type Shape } from './shape.ts';
import { seconds, text, texts } from './values.ts';

const list: Shape<readonly Hook[]> = listOf(
  members<Hook>({ path: text, args: maybe(texts), env: maybe(texts), timeout: maybe(seconds) }),
);

export const hooks: Shape<Hooks> = members<Hooks>({
  prestart: maybe(list),
  createRuntime: maybe(list),
  createContainer: maybe(list),
  startContainer: maybe(list),
  poststart: maybe(list),
  poststop: maybe(list),
});
