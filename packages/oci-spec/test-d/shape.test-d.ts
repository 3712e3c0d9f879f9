import type { LinuxNamespace, LinuxPersonalityDomain, Root, Spec, User } from '@caisson/core';
import { describe, expectTypeOf, test } from 'vitest';
import { maybe, members, oneOf, type Shape } from '../src/schema/shape.ts';
import { specShape } from '../src/schema/spec.ts';
import { flag, text, uint32 } from '../src/schema/values.ts';

describe('a schema is exactly its type of the contract', () => {
  test('the whole of it', () => {
    expectTypeOf(specShape).toEqualTypeOf<Shape<Spec>>();
  });

  test('a member too few does not compile', () => {
    // @ts-expect-error readonly is missing
    members<Root>({ path: text });
  });

  test('a member too many does not compile', () => {
    // @ts-expect-error there is no such member
    members<Root>({ path: text, readonly: maybe(flag), extra: maybe(text) });
  });

  test('an optional member that is needed, and the other way round, do not compile', () => {
    // @ts-expect-error path is needed
    members<Root>({ path: maybe(text), readonly: maybe(flag) });
    // @ts-expect-error readonly may be absent
    members<Root>({ path: text, readonly: flag });
  });

  test('a member of another type does not compile', () => {
    // @ts-expect-error uid is a number
    const user: Pick<Parameters<typeof members<User>>[0], 'uid'> = { uid: maybe(text) };
    void [user, uint32];
  });

  test('a word too few, or too many, of an enumeration does not compile', () => {
    // @ts-expect-error LINUX32 is missing
    const few: Shape<LinuxPersonalityDomain> = oneOf('LINUX');
    // @ts-expect-error LINUX64 is none
    const many: Shape<LinuxPersonalityDomain> = oneOf('LINUX', 'LINUX32', 'LINUX64');
    const right: Shape<LinuxPersonalityDomain> = oneOf('LINUX', 'LINUX32');
    void [few, many, right];
  });

  test('a wider type does not compile', () => {
    // @ts-expect-error type is an enumeration, not any text
    members<LinuxNamespace>({ type: text, path: maybe(text) });
  });
});
