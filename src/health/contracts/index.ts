export * from './installation.port.js';
export * from './running-processes.port.js';
export * from './traffic.port.js';
