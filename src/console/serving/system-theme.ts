import { parse } from 'postcss';

const dark = '[data-bs-theme=dark]';
/** No heavier than what it stands for: rules that win over the one win over the other. */
const unchosen = ':root:where(:not([data-bs-theme]))';

/**
 * The style sheet, dark where the reader's system is, too. Tabler is dark only below an attribute that a script must set;
 * here each such rule gets a twin, right behind it, for a system that is dark and a reader who has chosen nothing.
 */
export function followingSystem(css: string): string {
  const sheet = parse(css);
  sheet.walkRules((rule) => {
    const selectors = rule.selectors.map(plain).filter(isOfPage).map(toUnchosen);
    if (selectors.length === 0) return;
    const twin = rule.clone({ selectors });
    rule.after({ name: 'media', params: '(prefers-color-scheme: dark)', nodes: [twin] });
  });
  return sheet.toString();
}

const plain = (selector: string): string => selector.replaceAll(/\[data-bs-theme=['"]dark['"]\]/g, dark);

/** What the attribute on the whole page makes dark, and nothing that has it within. */
const isOfPage = (selector: string): boolean =>
  selector.startsWith(dark) || selector.startsWith(`:root${dark}`);

const toUnchosen = (selector: string): string =>
  selector.replace(/^(?::root)?\[data-bs-theme=dark\]/, unchosen);
