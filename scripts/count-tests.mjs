// Prints "PASSED FAILED" of a Vitest report. A skipped test is none that passed, and a run that broke is one that failed.
import { existsSync, readFileSync } from 'node:fs';

const [file, status] = process.argv.slice(2);
const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = report;
const failed = numFailedTests + numPendingTests + numTodoTests;
const isBroken = status !== '0' && failed === 0;
console.log(numPassedTests, isBroken ? 1 : failed);
