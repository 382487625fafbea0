import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { Metrics } from '@app/health';
import { fixedHeaders } from '@app/rest';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../config/settings.js';

/** Serves `/metrics` without a token on DOORBELL_METRICS_PORT, for a network that only Prometheus reaches. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | undefined;

  constructor(
    private readonly metrics: Metrics,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { metricsPort, host } = this.settings;
    if (metricsPort === undefined) return;
    const headers = fixedHeaders();
    this.server = createServer((request, response) => {
      if (request.url?.split('?')[0] !== '/metrics') {
        response.writeHead(404, headers).end();
        return;
      }
      this.metrics.text().then(
        (text) => response.writeHead(200, { ...headers, 'content-type': this.metrics.contentType }).end(text),
        () => response.writeHead(500, headers).end(),
      );
    });
    this.server.listen(metricsPort, host);
    await once(this.server, 'listening');
  }

  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  /** Where it listens, once it does. */
  get port(): number | undefined {
    const address = this.server?.address();
    return address && typeof address === 'object' ? address.port : undefined;
  }
}
