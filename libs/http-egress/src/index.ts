export { AddressFilter } from './address-filter.js';
export { callErrorCodes, HttpEgress } from './http-egress.port.js';
export type { CallErrorCode, CallResult, CallTimings, OutgoingCall } from './http-egress.port.js';
export { maskUrl, targetOrigin } from './mask-url.js';
export { UndiciEgress } from './undici.egress.js';
export type { EgressOptions } from './egress-options.js';
export { PortFilter, portOf, portRange, usuallyBlockedPorts } from './port-filter.js';
