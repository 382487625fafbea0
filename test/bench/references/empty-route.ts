/** A Nest application on Fastify whose one route validates what Doorbell's does, and does nothing with it. */
import 'reflect-metadata';
import { Body, Controller, Module, Post, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IsObject, IsOptional, IsString, MaxLength } from 'class-validator';

class NotificationDto {
  @IsString()
  @MaxLength(190)
  readonly action!: string;

  @IsString()
  @MaxLength(50)
  readonly event!: string;

  @IsString()
  @MaxLength(190)
  readonly code!: string;

  @IsOptional()
  @IsObject()
  readonly data?: object;

  @IsOptional()
  @IsString()
  @MaxLength(190)
  readonly idempotency_key?: string;
}

// tsx keeps no types of parameters for decorators: the pipe is told.
const validated = new ValidationPipe({
  expectedType: NotificationDto,
  whitelist: true,
  forbidNonWhitelisted: true,
});

@Controller('notifications')
class NotificationsController {
  @Post()
  create(@Body(validated) { code }: NotificationDto): { readonly code: string } {
    return { code };
  }
}

@Module({ controllers: [NotificationsController] })
class EmptyModule {}

const application = await NestFactory.create<NestFastifyApplication>(EmptyModule, new FastifyAdapter(), {
  logger: ['error'],
});
await application.listen(Number(process.env['PORT']), '127.0.0.1');
