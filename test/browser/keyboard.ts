import type { Locator, Page } from 'playwright-core';

const mostStops = 150;

/** Whether one sees where the focus is: it is drawn, and inside of the window. Behind the last stop it is nowhere. */
const isFocusSeen = `(() => {
  if (document.activeElement === document.body) return true;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
  const { top, bottom, left, right } = document.activeElement.getBoundingClientRect();
  const isDrawn = (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
  return isDrawn && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
})()`;

const isFocused = async (page: Page, element: Locator): Promise<boolean> =>
  (await element.and(page.locator(':focus')).count()) === 1;

/** Presses Tab until the element has the focus. @throws where the focus cannot be seen on the way, or never gets there */
export async function tabTo(page: Page, element: Locator): Promise<void> {
  for (let stop = 0; stop < mostStops; stop += 1) {
    if (await isFocused(page, element)) return;
    await page.keyboard.press('Tab');
    if (!(await page.evaluate<boolean>(isFocusSeen))) {
      throw new Error(
        `The focus is not seen: ${await page.evaluate<string>('document.activeElement.outerHTML')}`,
      );
    }
  }
  throw new Error(`The focus never comes to ${String(element)}.`);
}
