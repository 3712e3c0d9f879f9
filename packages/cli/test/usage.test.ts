import { expect, it } from 'vitest';
import { bin, start } from './support/caisson.ts';

const wrong: readonly (readonly [command: string, says: RegExp])[] = [
  ['bogus', /unknown command 'bogus'; caisson --help shows the commands/],
  ['rnu -- true', /unknown command 'rnu' \(Did you mean run\?\)/],
  ['run', /give a command after --, such as: caisson run -- echo hello/],
  ['run --', /give a command after --/],
  ['run ls -l', /unknown option '-l'; .* a program's own go after --/],
  ['run --memroy 1g -- true', /unknown option '--memroy' \(Did you mean --memory\?\)/],
  ['run --memory abc -- true', /--memory: "abc" will not do; give bytes/],
  ['run --memory 0 -- true', /--memory: "0" will not do/],
  ['run --cpus many -- true', /--cpus: "many" will not do; give a number of processors/],
  ['run --pids 0 -- true', /--pids: "0" will not do; give a whole number/],
  ['run --env FOO -- true', /--env: "FOO" will not do; give NAME=VALUE/],
  ['run --mount /tmp -- true', /--mount: "\/tmp" will not do; give SOURCE:DESTINATION/],
  ['run --mount /no/such:/a -- true', /--mount: there is no \/no\/such on this host/],
  ['run --mount /tmp:/a --mount /usr:/a -- true', /two mounts at \/a/],
  ['run --workdir here -- true', /--workdir: "here" will not do; give an absolute path/],
  ['run --user nobody-of-that-name -- true', /--user: \/etc\/passwd has no "nobody-of-that-name"/],
  ['run --user 1:2:3 -- true', /--user: "1:2:3" will not do/],
  ['run --hostname a/b -- true', /--hostname: "a\/b" will not do/],
  ['run --network bridge -- true', /'bridge' is invalid. Allowed choices are none, host/],
  ['run --timeout soon -- true', /--timeout: "soon" will not do; give a time such as 30s/],
  ['run --timeout 0 -- true', /--timeout: "0" will not do/],
  ['run --grace never -- true', /--grace: "never" will not do/],
  ['run --id ../x -- true', /id: "..\/x" will not do; give 1 to 255 of/],
  ['run --id -x -- true', /id: "-x" will not do/],
  ['run --id', /option '--id <id>' argument missing/],
  ['run --rootfs /no/such -- true', /--rootfs: there is no directory \/no\/such/],
  ['run --detach --timeout 3s -- true', /--timeout: nobody stays to stop it/],
  ['run --detach --interactive -- true', /--interactive: it cannot be with --detach/],
  ['run --log x -- true', /--log: redirect the output, or give --detach too/],
  ['exec', /missing required argument 'id'; caisson COMMAND --help shows how/],
  ['exec x', /give a command after --, such as: caisson exec x -- echo hello/],
  ['exec x --workdir y -- true', /--workdir: "y" will not do/],
  ['exec x --timeout y -- true', /--timeout: "y" will not do/],
  ['exec ../x -- true', /id: "..\/x" will not do/],
  ['list more', /too many arguments for 'list'/],
  ['state', /missing required argument 'id'/],
  ['state .x', /id: ".x" will not do/],
  ['kill x NOPE', /SIGNAL: "NOPE" will not do; give a name such as TERM/],
  ['kill x 65', /SIGNAL: "65" will not do/],
  ['delete', /missing required argument 'id'/],
  ['delete ..', /id: ".." will not do/],
  ['events a/b', /id: "a\/b" will not do/],
  ['spec', /give a command after --, such as: caisson spec/],
  ['spec --memory abc -- true', /--memory: "abc" will not do/],
];

// PATH holds no runtime: what is refused here is refused before anything is looked for.
const asRoot = process.getuid?.() === 0;
const needsRoot = /--(cpus|pids|memory|user) /;

it.each(wrong)('caisson %s: one line says what is wrong, exit code 2', async (command, says) => {
  if (!asRoot && needsRoot.test(command)) return;
  const { exitCode, stdout, stderr } = await start(process.execPath, [bin, ...command.split(' ')], {
    env: { PATH: '/nonexistent' },
  }).ended;
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/^caisson: .*\n$/);
  expect(stderr).toMatch(says);
});

it('an empty command is refused', async () => {
  const { exitCode, stderr } = await start(process.execPath, [bin, 'run', '--', '']).ended;
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: "caisson: the command is empty; give a program's name or path after --\n",
  });
});

it.each([
  [
    'nope',
    /no driver for the runtime "nope"; install @caisson\/nope beside this command, or take --runtime runc/,
  ],
  ['core', /no driver for the runtime "core"; take --runtime runc/],
  ['../runc', /no driver for the runtime "..\/runc"; take --runtime runc/],
])('a runtime %s without a driver is refused, exit code 125', async (name, says) => {
  const running = start(process.execPath, [bin, 'run', '--runtime', name, '--', 'true']);
  const { exitCode, stdout, stderr } = await running.ended;
  expect({ exitCode, stdout }).toEqual({ exitCode: 125, stdout: '' });
  expect(stderr).toMatch(/^caisson: .*\n$/);
  expect(stderr).toMatch(says);
});

it('a runtime that is not installed is told of, with what to do, exit code 125', async () => {
  const running = start(process.execPath, [bin, 'list'], { env: { PATH: '/nonexistent' } });
  expect(await running.ended).toMatchObject({
    exitCode: 125,
    stdout: '',
    stderr:
      'caisson: runc cannot be used: there is no program runc in PATH; install runc, and have it in PATH\n',
  });
});
