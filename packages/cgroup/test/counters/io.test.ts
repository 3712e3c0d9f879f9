import { describe, expect, it } from 'vitest';
import { readIo } from '../../src/index.ts';
import { procfs } from '../fixtures/procfs.ts';

const counts = { readBytes: 4096n, writeBytes: 8192n, readOperations: 1n, writeOperations: 2n };

describe('readIo', () => {
  it('reads each device’s line on v2', async () => {
    using dir = procfs({
      'io.stat':
        '8:0 rbytes=4096 wbytes=8192 rios=1 wios=2 dbytes=9 dios=9\n253:1 rbytes=0 wbytes=0 rios=0 wios=0\n8:16 \n',
    });
    const none = { readBytes: 0n, writeBytes: 0n, readOperations: 0n, writeOperations: 0n };
    expect(await readIo({ version: 2, path: dir.path })).toEqual([
      { major: 8, minor: 0, ...counts },
      { major: 253, minor: 1, ...none },
      { major: 8, minor: 16, ...none },
    ]);
  });

  it('puts v1’s two files together and leaves out their totals', async () => {
    using dir = procfs({
      'blkio.throttle.io_service_bytes_recursive':
        '8:0 Read 4096\n8:0 Write 8192\n8:0 Sync 1\n8:0 Total 12288\nTotal 12288\n',
      'blkio.throttle.io_serviced_recursive': '8:0 Read 1\n8:0 Write 2\n8:0 Total 3\nTotal 3\n',
    });
    expect(await readIo({ version: 1, path: dir.path })).toEqual([{ major: 8, minor: 0, ...counts }]);
  });

  it('is empty where the cgroup is gone', async () => {
    expect(await readIo({ version: 2, path: '/sys/fs/cgroup/not-there' })).toEqual([]);
  });
});
