import { RequirePermission } from '@app/access';
import { All, Controller, Options, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MethodNotAllowed, NotFound } from '../errors/api-error.js';
import { RouteTable } from './route-table.js';

/**
 * What no other route takes: a method a path has not (405, or the answer to OPTIONS), or a path nobody knows (404).
 * It passes the same guards, since both come after 401 and 403 in the order of checks.
 */
@ApiExcludeController()
@Controller('api')
export class FallbackController {
  constructor(private readonly routes: RouteTable) {}

  @All('v1/organizers/:organizer/*')
  @RequirePermission('authenticated')
  inOrganizer(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): void {
    this.answer(request, reply);
  }

  /** Where a path has no wildcard, @All() leaves no room for the methods that it has. */
  @Post('v1/organizers/:organizer')
  @RequirePermission('authenticated')
  postToOrganizer(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): void {
    this.answer(request, reply, ['POST']);
  }

  @Options('v1/organizers/:organizer')
  @RequirePermission('authenticated')
  optionsOfOrganizer(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): void {
    this.answer(request, reply, ['POST']);
  }

  @All('v1/*')
  @RequirePermission('authenticated')
  inApi(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): void {
    this.answer(request, reply);
  }

  @All('*')
  @RequirePermission('public')
  elsewhere(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): void {
    this.answer(request, reply);
  }

  /** @param own methods that the path has only here @throws MethodNotAllowed, NotFound */
  private answer({ method, url }: FastifyRequest, reply: FastifyReply, own: readonly string[] = []): void {
    const allowed = this.routes.methodsOf(url.split('?')[0]!).filter((one) => !own.includes(one));
    if (allowed.length === 0) throw new NotFound();
    if (method !== 'OPTIONS') throw new MethodNotAllowed(method, allowed);
    void reply.status(204).header('allow', allowed.join(', '));
  }
}
