import { serve } from '../stage/remote-process.js';
import { bareInserts } from './bare-inserts.js';
import { rawLoop } from './raw-loop.js';
import { recordingLoad } from './recording-load.js';

const program = { rawLoop, record: recordingLoad, bareInserts };

export type LoadProgram = typeof program;
serve(program);
