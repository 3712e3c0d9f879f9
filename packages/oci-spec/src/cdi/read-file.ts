import { readFile, stat } from 'node:fs/promises';
import * as v from 'valibot';
import { cdiSchema } from './schema.ts';
import type { CdiSpec } from './types.ts';
import { versionProblem } from './versions.ts';

const mostBytes = 4 << 20;

/**
 * YAML as Go's CDI tools read it: version 1.1, where 0666 is octal, but no times and dates, since a device's name may
 * be 0:1. The library itself refuses aliases that would explode.
 */
const fromYaml = async (text: string): Promise<unknown> => {
  const { parse } = await import('yaml'); // When it is needed: loading it takes as long as a container's start.
  return parse(text, {
    version: '1.1',
    customTags: (tags) =>
      tags.filter(
        (tag) =>
          typeof tag === 'string' ||
          (!/timestamp|binary|omap|pairs|set$/.test(tag.tag) && !('format' in tag && tag.format === 'TIME')),
      ),
    logLevel: 'silent',
  });
};

/**
 * Reads and checks one file.
 * @throws Error with a message that says what is wrong in it.
 */
export const readCdiFile = async (path: string): Promise<CdiSpec> => {
  const found = await stat(path);
  if (!found.isFile()) throw new Error('it is not a file');
  if (found.size > mostBytes) throw new Error(`it is larger than ${mostBytes >> 20} MiB`);
  const text = await readFile(path, 'utf8');
  const read: unknown = path.endsWith('.json') ? JSON.parse(text) : await fromYaml(text);
  const result = v.safeParse(cdiSchema, read);
  if (!result.success) {
    const wrong = result.issues.map((issue) => `${v.getDotPath(issue) ?? 'the file'}: ${told(issue)}`);
    throw new Error(wrong.slice(0, 5).join('; '));
  }
  const version = versionProblem(result.output);
  if (version !== undefined) throw new Error(version);
  return result.output;
};

const told = (issue: v.BaseIssue<unknown>): string => {
  if (issue.type === 'strict_object' && issue.expected === 'never') return 'no such field is known';
  return issue.input === undefined
    ? `it is missing; right would be ${issue.expected}`
    : `right would be: ${issue.message}`;
};
