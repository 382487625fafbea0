import type { CallDetailDto, CallDto } from './call.dto.js';

export const callExample = {
  id: 1041,
  datetime: '2026-05-03T10:00:00.120Z',
  webhook: 12,
  delivery: 907,
  notification_id: 311,
  action_type: 'pretix.event.order.placed',
  action: 'pretix.event.order.placed',
  event: 'democon',
  target_url: 'https://example.org/hooks?key=***',
  round: 1,
  attempt: 1,
  is_retry: false,
  execution_time: 0.042,
  return_code: 500,
  success: false,
  error: { code: 'status', message: 'The receiver answered 500.' },
  next_attempt: '2026-05-03T10:00:04.912Z',
  test: false,
} satisfies CallDto;

export const callDetailExample = {
  ...callExample,
  payload:
    '{"notification_id":311,"organizer":"acmecorp","event":"democon","code":"ABC23","action":"pretix.event.order.placed"}',
  request_headers: {
    'content-type': 'application/json',
    'content-length': '115',
    'user-agent': 'Doorbell/1.0.0',
    accept: '*/*',
  },
  response_headers: { 'content-type': 'text/plain' },
  response_body: 'Internal Server Error',
  remote_address: '192.0.2.10',
  timings: { dns: 0.002, connect: 0.011, tls: 0.014, first_byte: 0.04, total: 0.042 },
} satisfies CallDetailDto;

export const testCallExample = {
  ...callDetailExample,
  delivery: null,
  notification_id: 0,
  return_code: 200,
  success: true,
  error: null,
  next_attempt: null,
  test: true,
  payload:
    '{"notification_id":0,"organizer":"acmecorp","event":"democon","code":"ABC23","action":"pretix.event.order.placed"}',
  request_headers: { ...callDetailExample.request_headers, 'content-length': '113' },
  response_body: 'ok',
} satisfies CallDetailDto;
