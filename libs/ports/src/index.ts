export { PortReplacementError, PortsModule } from './ports.module.js';
export { replaceable, replacePort } from './replaceable-port.js';
export type { PortImplementation } from './replaceable-port.js';
