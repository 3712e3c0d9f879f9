import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

describe('this package', () => {
  it('loads no driver before one is named', () => {
    const source = fileURLToPath(new URL('../src/index.ts', import.meta.url));
    const script = `import { registerHooks } from 'node:module';
      const seen = [];
      registerHooks({ load: (url, context, next) => { seen.push(url); return next(url, context); } });
      const { runtime } = await import(${JSON.stringify(source)});
      const drivers = () => seen.filter((url) => /runc|driver-kit/.test(url)).length;
      const before = drivers();
      await runtime().catch(() => {});
      console.log(before, drivers() > 0);`;
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(told.trim()).toBe('0 true');
  });
});
