/** The command line. Only this package reads the process: arguments, environment, terminal. */
import "effect/schema/SchemaJITCompiler/enable"
import { launch, platform } from "./program.ts"

launch({ platform })
