/**
 * A fenced block of a page. What its first line says after the backticks decides what is done with it:
 * `ts` is type-checked and run, `ts vitest` and `ts mocha` by that runner, `ts types` type-checked alone, `ts ignore`
 * left alone, `sh run` run. A file's name there is the block's own: other blocks of the page may import it.
 * @typedef {object} Block
 * @property {string} page the page's path, relative to the tree
 * @property {number} line where its code begins
 * @property {string} language
 * @property {readonly string[]} marks
 * @property {string} code
 */

const fence = /^```(?<info>[^`]*)$/;

/**
 * The fenced blocks of a page of Markdown.
 * @param {string} page @param {string} text
 * @returns {readonly Block[]}
 */
export const blocksIn = (page, text) => {
  const blocks = [];
  let open;
  for (const [at, line] of text.split('\n').entries()) {
    const info = fence.exec(line)?.groups?.['info'];
    if (open === undefined && info !== undefined) {
      const [language = '', ...marks] = info.trim().split(/\s+/);
      open = { page, line: at + 2, language, marks, lines: [] };
    } else if (open !== undefined && line === '```') {
      const { lines, ...block } = open;
      blocks.push({ ...block, code: `${lines.join('\n')}\n` });
      open = undefined;
    } else {
      open?.lines.push(line);
    }
  }
  return blocks;
};

const has =
  (mark) =>
  ({ marks }) =>
    marks.includes(mark);
const [isTypes, isIgnored, isRun] = ['types', 'ignore', 'run'].map(has);

export const isTyped = (block) => block.language === 'ts' && !isIgnored(block);

export const isProgram = (block) =>
  (block.language === 'ts' && !isIgnored(block) && !isTypes(block)) ||
  (block.language === 'sh' && isRun(block));

/** JavaScript under another name would never be run, and go stale. */
export const isUnchecked = ({ language }) =>
  ['js', 'javascript', 'mjs', 'typescript', 'tsx'].includes(language);
