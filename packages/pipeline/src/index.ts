/** The engine: pipeline file, mapping, plan and delivery. Knows no vendor. */
export { type Diagnostic, formatDiagnostic, type Place, placeText } from "./Diagnostic.ts"
export { pipelineErrors } from "./errors.ts"
export { pipelineJsonSchema } from "./file/JsonSchema.ts"
export type { FlowSpec, Pipeline } from "./file/Pipeline.ts"
export type { ImportedModule, ModuleImporter } from "./file/modules.ts"
export { settingFaults, type SettingInfo, settingsOf } from "./file/settingsOf.ts"
export { openDayBudget } from "./dayBudget.ts"
export { importerFrom } from "./importing.ts"
export { inspectFlow, type OpenFlow } from "./flow/OpenFlow.ts"
export { type Fate, fates, type FlowSummary, type MoneySummary, type Tally } from "./flow/Tally.ts"
export {
  type Composition,
  loadPipeline,
  openPipeline,
  type OpenPipeline,
  PipelineFault,
  type TargetConnection,
} from "./open.ts"
export {
  type CrosswalkImport,
  type CrosswalkImported,
  importCrosswalk,
  type CrosswalkLine,
  NotToLink,
} from "./crosswalk.ts"
export { type Decided, decideMatch, type MatchDecision, NotToDecide } from "./decide.ts"
export type { MatchFinding } from "./flow/matching.ts"
export { columnsOfShape, type Drift, driftText } from "./flow/shape.ts"
export { matchPipeline, type MatchRow, type MatchTable } from "./matchTable.ts"
export {
  type Dismissed,
  dismissRejects,
  type DismissOptions,
  type Edit,
  NoRejects,
  rejectsOf,
  type Resend,
  resend,
  resendAsTheyAre,
  resendEdited,
} from "./resend.ts"
export { type FlowPlan, isPlan, type Plan, type PlanMoney, planPipeline } from "./plan.ts"
export { checkPlan, findPlan, heldTo, optionsOf, type PlanChange, PlanRefused } from "./plan/carryOut.ts"
export { type KeptPlan, keepPlan, type PlanAsked } from "./plan/keepPlan.ts"
export type { PlannedChanges, PlannedUpdate } from "./plan/PlanChanges.ts"
export type { PostedFlow, PostFate, PostProblem } from "./flow/PostTally.ts"
export { isPostSummary, NoSuchRun, type PostEndOfRun, type PostOptions, postRun, type PostSummary } from "./post.ts"
export { type FlowPreview, previewFlow, type PreviewRecord } from "./preview.ts"
export { lineageId, parseLineageId } from "./rejects/ownColumns.ts"
export { groupRejects, listRejects, moneyOfRejects, type RejectGroup } from "./rejects.ts"
export { NotToResolve, type Resolved, type ResolveOptions, resolveUnknown } from "./resolve.ts"
export {
  type FlowDrift,
  isRunSummary,
  type RunEnd,
  type RunOptions,
  runPipeline,
  type RunSummary,
  type Stopped,
} from "./run.ts"
export { NotToUndo } from "./undo/undoable.ts"
export { planUndo, type UndoPlanOptions } from "./undo/planUndo.ts"
export { type UndoEnd, type UndoOptions, undoRun } from "./undo/undoRun.ts"
export {
  isUndoSummary,
  type UndoFate,
  undoFates,
  type UndoFlowPlan,
  type UndoLeft,
  type UndoneFlow,
  type UndoPlan,
  type UndoStep,
  type UndoSummary,
} from "./undo/UndoPlan.ts"
export { didYouMean } from "./didYouMean.ts"
export { compareEdited, type CompareOptions } from "./rejects/compareEdited.ts"
export type { Comparison, EditedRow, EditedSheet, RejectEdit, Remark } from "./rejects/Edited.ts"
export { rejectErrors } from "./rejects/errors.ts"
export { FlowColumns, keptIn, valueOf } from "./rejects/FlowColumns.ts"
export { flowColumn, ownColumns, ownValues } from "./rejects/ownColumns.ts"
export { textOf } from "./rejects/readCell.ts"
export { shownIssues } from "./rejects/shownIssues.ts"
export { openStream, type OpenStream, type Sample, sampleOf, targetOf } from "./suggest/openStream.ts"
export type { Level, Question, SuggestedField, SuggestInput, Suggestion } from "./suggest/Suggestion.ts"
export { suggestMap } from "./suggest/suggestMap.ts"
export { writeMap } from "./suggest/writeMap.ts"
export { mapText } from "./suggest/yamlText.ts"
export { type TieOutCode, tieOutFix } from "./tieOut/errors.ts"
export {
  type CustomerInput,
  type InvoiceInput,
  type Made,
  type ModelInput,
  type OwnIssue,
  type PaymentInput,
  transform,
  type Transform,
  type TransformDeclaration,
} from "./Transform.ts"
export { connect, type Connected, type SettingsInput } from "./library/connect.ts"
export {
  type DefinedPipeline,
  definePipeline,
  type ExpressionInput,
  type FieldsInput,
  type FlowDefinition,
  type PipelineDefinition,
} from "./library/definePipeline.ts"
export { openDefined } from "./library/openDefined.ts"
export {
  plan,
  run,
  type Runnable,
  runStream,
  type RunEvent,
  type RunFault,
  type RunStreamOptions,
} from "./library/runStream.ts"
export { withLostSources } from "./tieOut/lostSources.ts"
export { reconcilePipeline, type ReconcileOptions } from "./tieOut/reconcile.ts"
export {
  type Difference,
  type DifferenceKind,
  type Dimension,
  type FlowTieOut,
  type Group,
  type LookedAt,
  type Step,
  steps,
  type Sum,
  type TieOut,
} from "./tieOut/TieOut.ts"
export { tieOutFingerprint, tieOutHtml, tieOutVerdict } from "./report/tieOutHtml.ts"
export { flowVerdict, lookedAtText } from "./report/flowSection.ts"
export { groupName, kindNames, stepNames } from "./report/words.ts"
