import { conformanceTests } from '@caisson/conformance';
import { describe, expect, it } from 'vitest';
import { chosenFor, leftOut, topicsIn } from './support/topics.ts';

describe('the choice of the kit’s topics', () => {
  it('is all of them where none is named', () => {
    const all = [...new Set(conformanceTests.map(({ topic }) => topic))];
    expect(topicsIn(undefined)).toEqual(all);
    expect(topicsIn(' , ')).toEqual(all);
    expect(leftOut(all)).toBeUndefined();
  });

  it('takes names with or without what parts their words, in the kit’s order', () => {
    expect(topicsIn('exec,life-cycle')).toEqual(['life cycle', 'exec']);
    expect(topicsIn('lifecycle, oom')).toEqual(['life cycle', 'OOM']);
  });

  it('refuses a name that is no topic, and says which there are', () => {
    expect(() => topicsIn('exec,sleep')).toThrow(/names "sleep"; the kit's topics are capabilities, .*leaks/);
  });

  it('says what is left out', () => {
    const told = leftOut(topicsIn('exec'));
    expect(told).toMatch(/^\d+ of the kit's \d+ tests; left out: capabilities, .*leaks$/);
    expect(told).not.toContain(' exec,');
  });

  it('is made for a runtime and a way to wait, the narrower first', () => {
    const text = 'exec; runc: kill,OOM; crun foreground: pause';
    expect(chosenFor(text, 'runc', 'native')).toBe(' kill,OOM');
    expect(chosenFor(text, 'crun', 'foreground')).toBe(' pause');
    expect(chosenFor(text, 'crun', 'native')).toBe('exec');
    expect(chosenFor('runc: kill', 'crun', 'native')).toBeUndefined();
  });
});
