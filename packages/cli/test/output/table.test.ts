import { expect, it } from 'vitest';
import { table } from '../../src/output/table.ts';

it('aligns columns without lines, colours and trailing blanks', () => {
  expect(
    table([
      ['ID', 'STATUS'],
      ['a-long-id', 'running'],
      ['b', ''],
    ]),
  ).toBe('ID          STATUS\na-long-id   running\nb\n');
});
