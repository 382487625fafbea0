import { Metrics } from '@app/health';
import { answerOf, NotFound } from '@app/rest';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Settings } from '../config/settings.js';

const servedByWorkers = new Set(['/health/live', '/health/ready', '/metrics']);
const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Measures the requests of the HTTP server, and closes a worker's to everything but health and metrics. */
@Injectable()
export class HttpObserver {
  constructor(host: HttpAdapterHost, metrics: Metrics, @Inject(Settings) settings: Settings) {
    const fastify = host.httpAdapter.getInstance<FastifyInstance>();
    const durations = metrics.histogram({
      name: 'doorbell_http_request_duration_seconds',
      help: 'Requests answered, by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: durationBuckets,
    });
    fastify.addHook('onResponse', (request, reply, done) => {
      const { method, routeOptions } = request;
      const labels = { method, route: routeOptions.url ?? 'none', status: reply.statusCode };
      durations.observe(labels, reply.elapsedTime / 1000);
      done();
    });
    if (settings.role === 'worker') closeToOthers(fastify);
  }
}

function closeToOthers(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const path = request.url.split('?')[0]!.replace(/\/$/, '');
    if (servedByWorkers.has(path)) {
      done();
      return;
    }
    const { status, body } = answerOf(new NotFound(), request.id);
    void reply.status(status).send(body);
  });
}
