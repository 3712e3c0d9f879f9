import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { memoryCgroup, running } from '../../src/state-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'state-file-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const inFile = (text: string): unknown => {
  writeFileSync(join(dir, 'state.json'), text);
  return memoryCgroup(dir);
};

describe('the memory cgroup in runc’s state file', () => {
  it('is the memory controller’s on v1 and on a hybrid host, the only one on v2', () => {
    const memory = '/sys/fs/cgroup/memory/c';
    expect(inFile(JSON.stringify({ cgroup_paths: { cpu: '/x', memory } }))).toEqual({
      version: 1,
      path: memory,
    });
    expect(inFile(JSON.stringify({ cgroup_paths: { '': '/sys/fs/cgroup/c', memory } }))).toEqual({
      version: 1,
      path: memory,
    });
    expect(inFile('{"cgroup_paths":{"":"/sys/fs/cgroup/c"}}')).toEqual({
      version: 2,
      path: '/sys/fs/cgroup/c',
    });
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{}',
    '{"cgroup_paths":null}',
    '{"cgroup_paths":{}}',
    '{"cgroup_paths":{"cpu":"/x"}}',
  ])('is unknown, and never made up, where the file holds %j', (text) => {
    expect(inFile(text)).toBeUndefined();
  });

  it('is unknown where there is no file', () => {
    expect(memoryCgroup(join(dir, 'nowhere'))).toBeUndefined();
  });
});

describe('what runs, by runc’s state file', () => {
  it.each(['', '{', 'null', '{}', '{"init_process_pid":1}'])(
    'is in doubt where the file holds %j',
    (text) => {
      writeFileSync(join(dir, 'state.json'), text);
      expect(running(dir)).toBeUndefined();
    },
  );
});
