import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Certificate } from '@app/testing';

/** One request as the proxy got it. */
export interface ProxiedRequest {
  readonly method: string;
  readonly hostname: string;
  readonly port: number;
  /** It had the right credentials, or needed none. */
  readonly isWelcome: boolean;
}

export interface ProxyConfiguration {
  /** `user:password`; absent: anybody is let through. */
  readonly login?: string;
  /** Makes it speak TLS. */
  readonly certificate?: Certificate;
}

/** A real proxy, in a process of its own. */
export class ProxyProcess {
  readonly requests: ProxiedRequest[] = [];

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  static async start(configuration: ProxyConfiguration = {}): Promise<ProxyProcess> {
    const program = fileURLToPath(new URL('proxy-program.mjs', import.meta.url));
    const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.write(`${JSON.stringify(configuration)}\n`);
    const lines = createInterface(child.stdout);
    const [port] = (await once(lines, 'line')) as [string];
    const proxy = new ProxyProcess(child, Number(port));
    lines.on('line', (line) => proxy.requests.push(JSON.parse(line) as ProxiedRequest));
    return proxy;
  }

  /** At once, with everything that goes through it. */
  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}
