// What the demo prints: short lines, colours and a spinner only where a person watches.
const out = process.stdout;
const isTerminal = Boolean(out.isTTY);
const hasColours = isTerminal && !process.env.NO_COLOR;
const paint = (code) => (text) => (hasColours ? `\x1b[${code}m${text}\x1b[0m` : text);

export const bold = paint('1');
export const dim = paint('2');
export const green = paint('32');
export const red = paint('31');
export const cyan = paint('36');

export const print = (text = '') => out.write(`${text}\n`);
export const heading = (text) => print(`\n${cyan('▸')} ${bold(text)}`);
export const done = (text) => print(`${green('✔')} ${text}`);
/** Text as it went over the wire. */
export const quote = (text) => print(text.replaceAll(/^/gm, dim('  │ ')));

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 100;
/** A wait shorter than this is not worth a line. */
const patienceMs = 700;

/** Shows that something goes on until it is stopped; `text` may change with every frame. */
export function progress(text) {
  let current = text;
  let frame = 0;
  const say = () => (typeof current === 'function' ? current() : current);
  const timer = isTerminal
    ? setInterval(() => {
        frame += 1;
        out.write(`\r\x1b[2K${cyan(frames[frame % frames.length])} ${say()}`);
      }, frameMs)
    : setTimeout(() => print(`… ${say()}`), patienceMs);
  return {
    change: (next) => {
      current = next;
    },
    stop: () => {
      clearInterval(timer);
      if (isTerminal) out.write('\r\x1b[2K');
    },
  };
}
