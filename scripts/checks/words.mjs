/**
 * What does not belong into the tree, and why.
 * @type {readonly { pattern: RegExp, because: string }[]}
 */
export const unwanted = [
  { pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/, because: 'what is left to do belongs to the tracker' },
  { pattern: /\/work\/(?:main|shared)\b/, because: "a path of one person's machine" },
  { pattern: /\bhttps?:\/\/[\w.-]*registry[\w.-]*/i, because: "a registry's host is each user's own choice" },
  {
    pattern: /\b(?:deb\.debian\.org|files\.pythonhosted\.org|proxy\.golang\.org)\b/,
    because: "a mirror's host",
  },
  {
    pattern: /(?<![\w/-])issues? #?\d+\b/i,
    because: 'say what it is about; cite other projects as owner/repo#N',
  },
  {
    pattern: /\b(?:AI|coding|LLM) (?:agent|assistant)s?\b/i,
    because: 'who wrote a line does not matter to its reader',
  },
  {
    pattern: /\b(?:Claude|ChatGPT|Copilot|Anthropic|OpenAI)\b/i,
    because: 'who wrote a line does not matter to its reader',
  },
  { pattern: /\bbeta9\b/i, because: 'nothing here comes from there' },
];

/** Files that hold such words for their own sake, or that a tool writes. */
export const exempt =
  /^(?:scripts\/checks\/words\.mjs|scripts\/checks\/house-words\.test\.mjs|pnpm-lock\.yaml|LICENSE)$/;
