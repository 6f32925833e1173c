/** The command line. Only this package reads the process: arguments, environment, terminal. */
import { launch, platform } from "./program.ts"

launch({ platform })
