/** A word of an instruction or a shell command, quotes removed. */
export interface Word {
  readonly text: string;
  /** Where it begins in the text it was read from. */
  readonly offset: number;
}

/** One simple command of a shell line. */
export interface Command {
  readonly words: readonly Word[];
  /** True when it reads what the command before it writes. */
  readonly isPiped: boolean;
  readonly offset: number;
}

const OPERATORS = ['&&', '||', ';;', '|&', ';', '|', '&', '\n', '(', ')', '{', '}'] as const;

/** Splits at blanks outside quotes; quotes and escapes are resolved as a shell does, variables are left. */
export function splitWords(text: string): readonly Word[] {
  return splitCommands(text).flatMap(({ words }) => words);
}

/** Splits a shell text into its simple commands. Substitutions stay part of their word. Never throws. */
export function splitCommands(text: string): readonly Command[] {
  const commands: Command[] = [];
  let words: Word[] = [];
  let word: { text: string; offset: number } | null = null;
  let isPiped = false;
  let start = 0;

  const endWord = (): void => {
    if (word) words.push(word);
    word = null;
  };
  const endCommand = (operator: string, next: number): void => {
    endWord();
    if (words.length > 0) commands.push({ words, isPiped, offset: words[0]?.offset ?? start });
    words = [];
    isPiped = operator === '|' || operator === '|&';
    start = next;
  };
  const add = (characters: string, offset: number): void => {
    word ??= { text: '', offset };
    word.text += characters;
  };

  for (let at = 0; at < text.length;) {
    const character = text.charAt(at);
    if (character === '\\') {
      add(text.slice(at + 1, at + 2), at);
      at += 2;
    } else if (character === "'" || character === '"') {
      const end = findQuoteEnd(text, at, character);
      add(unescape(text.slice(at + 1, end), character), at);
      at = end + 1;
    } else if (character === '$' && text.charAt(at + 1) === '(') {
      const end = findParenthesisEnd(text, at + 1);
      add(text.slice(at, end), at);
      at = end;
    } else if (character === '#' && word === null) {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end;
    } else {
      const operator = OPERATORS.find((candidate) => text.startsWith(candidate, at));
      // Braces and parentheses are operators only where a command may begin or end.
      if (operator !== undefined && !('{}()'.includes(operator) && word !== null && operator !== ')')) {
        endCommand(operator, at + operator.length);
        at += operator.length;
      } else if (/\s/.test(character)) {
        endWord();
        at += 1;
      } else {
        add(character, at);
        at += 1;
      }
    }
  }
  endCommand('', text.length);
  return commands;
}

function findQuoteEnd(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (quote === '"' && text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === quote) return at;
  }
  return text.length;
}

function unescape(text: string, quote: string): string {
  return quote === '"' ? text.replaceAll(/\\(["\\$`])/g, '$1') : text;
}

function findParenthesisEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '(') depth += 1;
    else if (character === ')') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}
