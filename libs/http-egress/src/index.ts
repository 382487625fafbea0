export { callErrorCodes, HttpEgress } from './http-egress.port.js';
export type { CallErrorCode, CallResult, CallTimings, OutgoingCall } from './http-egress.port.js';
export { maskUrl, targetOrigin } from './mask-url.js';
