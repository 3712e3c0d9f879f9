import { readFileSync } from 'node:fs';
import { checkpointPluginTests } from '../../src/checkpoint-plugin/tests.ts';
import { checkpointPluginConformance, oomWatcherConformance } from '../../src/index.ts';
import { oomWatcherTests } from '../../src/oom-watcher/tests.ts';
import { brokenPlugins } from './plug-ins/all.ts';
import { pluginFixture } from './plug-ins/processes.ts';
import { type Examined, through } from './through.ts';
import { brokenWatchers } from './watchers/all.ts';
import { watcherFixture } from './watchers/cgroups.ts';

interface Named {
  readonly it: string;
}

/** A suite for what is plugged into runtimes, and what it has to catch. */
export interface PluginSuite {
  /** What is taken through it: `OOM watcher`. */
  readonly what: string;
  /** The names of its tests. */
  readonly tests: readonly string[];
  /** What is broken on purpose, by what it does. */
  readonly broken: readonly string[];
  /** Which tests catch each: these, and no other. */
  readonly caughtBy: Readonly<Record<string, readonly string[]>>;
  /** Takes a broken one through the suite, or without a name the one that passes. */
  readonly examine: (name?: string, patienceMs?: number) => Promise<Examined>;
}

const suiteOf = <B>(
  what: string,
  specimens: readonly (Named & { readonly breaks: B })[],
  tests: readonly { readonly sentence: string }[],
  folder: string,
  declare: (breaks: B | undefined, options: Parameters<Parameters<typeof through>[0]>[0]) => void,
): PluginSuite => ({
  what,
  tests: tests.map(({ sentence }) => `${what}: ${sentence}`),
  broken: specimens.map(({ it }) => it),
  caughtBy: JSON.parse(readFileSync(new URL(`${folder}/caught-by.json`, import.meta.url), 'utf8')),
  examine: (name, patienceMs = 1_000) => {
    const breaks = specimens.find(({ it }) => it === name)?.breaks;
    return through((options) => declare(breaks, options), { patienceMs });
  },
});

export const pluginSuites: readonly PluginSuite[] = [
  suiteOf('OOM watcher', brokenWatchers, oomWatcherTests, 'watchers', (breaks, options) =>
    oomWatcherConformance({ ...options, factory: () => watcherFixture(breaks ?? ((same) => same)) }),
  ),
  suiteOf('checkpoint plug-in', brokenPlugins, checkpointPluginTests, 'plug-ins', (breaks, options) =>
    checkpointPluginConformance({ ...options, factory: () => pluginFixture(breaks ?? ((same) => same)) }),
  ),
];
