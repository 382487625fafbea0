import type { BrowserContext, ConsoleMessage, Request, Response } from 'playwright-core';

/** What a browser says of an answer that is no success; the answer itself is looked at in its place. */
const onStatus = /^Failed to load resource: the server responded with a status of \d{3}/;
/** A page was left before it had everything. */
const left = 'net::ERR_ABORTED';
/** The statuses that a page itself may have: it explains them. */
const pageStatuses = [400, 403, 404, 409, 410, 429];

/**
 * Writes down whatever no page may ever do: errors and warnings in the browser's console (which is told of all that the
 * Content-Security-Policy refuses), dialogs, requests to elsewhere, and files or parts that do not come.
 */
export function hearComplaints(context: BrowserContext, origin: string, complaints: string[]): void {
  const ofConsole = (message: ConsoleMessage): void => {
    const isComplaint = message.type() === 'error' || message.type() === 'warning';
    if (isComplaint && !onStatus.test(message.text())) complaints.push(`console: ${message.text()}`);
  };
  const ofRequest = (request: Request): void => {
    const { origin: asked, protocol } = new URL(request.url());
    if (asked !== origin && protocol !== 'data:') complaints.push(`request to ${request.url()}`);
  };
  const ofResponse = (response: Response): void => {
    const mayFail = response.request().resourceType() === 'document';
    const status = response.status();
    if (status < 400 || (mayFail && pageStatuses.includes(status))) return;
    complaints.push(`${status} for ${response.url()}`);
  };
  const ofFailure = (request: Request): void => {
    const text = request.failure()?.errorText;
    if (text !== left) complaints.push(`${text} for ${request.url()}`);
  };
  context
    .on('console', ofConsole)
    .on('weberror', (error) => complaints.push(`error: ${error.error().message}`))
    .on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    })
    .on('request', ofRequest)
    .on('response', ofResponse)
    .on('requestfailed', ofFailure);
}
