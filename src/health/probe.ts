// For containers without a shell: ends with 0 when Doorbell on this machine is ready, degraded or not, and with 1 when not.
const port = process.env['PORT']?.trim() || '3000';
const patienceMs = 4_000;

try {
  const { status } = await fetch(`http://127.0.0.1:${port}/health/ready`, {
    signal: AbortSignal.timeout(patienceMs),
  });
  process.exitCode = status === 200 ? 0 : 1;
} catch {
  process.exitCode = 1;
}
