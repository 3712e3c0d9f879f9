import { readFile } from 'node:fs/promises';

type Ranges = Readonly<Record<string, string>>;

/** This package was published together with what it names; a template's `workspace:^` means those. */
const own = async (): Promise<Ranges> => {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly devDependencies: Ranges }).devDependencies;
};

/** A manifest with the ranges that a registry knows. Within a workspace, where there are none yet: any. */
export const withRanges = async (manifest: string): Promise<string> => {
  const known = await own();
  return manifest.replaceAll(/"(@caisson\/[a-z-]+)": "workspace:\^"/g, (_all, name: string) => {
    const range = known[name] ?? '*';
    return `"${name}": "${range.startsWith('workspace:') ? '*' : range}"`;
  });
};
