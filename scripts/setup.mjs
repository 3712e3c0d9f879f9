import './setup/old-node.mjs';
import { purposes } from './setup/purposes.mjs';
import { main, SetUpError, say } from './setup/say.mjs';
import { setUp } from './setup/set-up.mjs';

const names = Object.keys(purposes).join(', ');

const purposeOf = (args) => {
  const [option, purpose = 'test', ...rest] = args.length === 0 ? ['--for'] : args;
  if (option !== '--for' || rest.length > 0 || !Object.hasOwn(purposes, purpose)) {
    throw new SetUpError(`Usage: npm run setup [-- --for PURPOSE], where PURPOSE is one of ${names}.`);
  }
  return purpose;
};

await main(async () => {
  const purpose = purposeOf(process.argv.slice(2));
  const began = Date.now();
  const missing = await setUp(purpose);
  for (const sentence of missing) say(`missing: ${sentence}`);
  say(`set up for ${purpose} in ${((Date.now() - began) / 1_000).toFixed(1)} s`);
  return 0;
});
