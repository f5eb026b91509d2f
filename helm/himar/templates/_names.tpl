{{/*
What each service is and reads. The ports are those of the services' own configuration. Health and metrics of the gateway
have a port of their own, so that callers of its interface do not reach them.
*/}}
{{- define "himar.components" -}}
gateway: {values: gateway, port: 8080, management: 9080, database: true, objects: true, models: true, worker: false}
scheduler: {values: scheduler, port: 8081, management: 8081, database: true, objects: true, models: false, worker: false}
pivot-worker: {values: pivotWorker, port: 8082, management: 8082, database: false, objects: true, models: true, worker: true}
refine-worker: {values: refineWorker, port: 8083, management: 8083, database: false, objects: true, models: true, worker: true}
{{- end }}

{{- define "himar.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "himar.commonLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Labels of everything. */}}
{{- define "himar.labels" -}}
{{ include "himar.commonLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{/* What a pod of a service is found by; takes root and name. */}}
{{- define "himar.selector" -}}
{{ include "himar.commonLabels" .root }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{/* Image of one of the suite's own parts, by digest where there is one; takes root and name. */}}
{{- define "himar.image" -}}
{{- $tagged := printf "%s/%s:%s" .root.Values.image.prefix .name (default .root.Chart.AppVersion .root.Values.image.tag) }}
{{- with index .root.Values.image.digests .name }}
{{- printf "%s@%s" $tagged . }}
{{- else }}
{{- $tagged }}
{{- end }}
{{- end }}

{{- define "himar.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "himar.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/* Of the workers, where they have a token of the cluster's API. */}}
{{- define "himar.workerAccount" -}}
{{- $name := .Values.deletionCost.serviceAccount }}
{{- if .Values.serviceAccount.create }}
{{- $name = default (printf "%s-worker" (include "himar.fullname" .)) $name }}
{{- end }}
{{- if has $name (list "" (include "himar.serviceAccount" .)) }}
{{- fail (printf "deletionCost.serviceAccount: %q (expected: an account of the workers alone, since it gets a right)" $name) }}
{{- end }}
{{- $name }}
{{- end }}

{{- define "himar.databaseSecret" -}}
{{- default (printf "%s-database" (include "himar.fullname" .)) .Values.database.existingSecret }}
{{- end }}

{{- define "himar.adminSecret" -}}
{{- default (printf "%s-admin" (include "himar.fullname" .)) .Values.keys.existingSecret }}
{{- end }}

{{- define "himar.objectsSecret" -}}
{{- default (printf "%s-objects" (include "himar.fullname" .)) .Values.objects.existingSecret }}
{{- end }}

{{- define "himar.kafkaSecret" -}}
{{- default (printf "%s-kafka" (include "himar.fullname" .)) .Values.kafka.security.existingSecret }}
{{- end }}

{{/*
Digest of the Secrets that a service takes its secrets from, as they are in the cluster: when they change, the next upgrade
makes other pods. Takes root, name and component.
*/}}
{{- define "himar.secretsChecksum" -}}
{{- $names := list }}
{{- range include "himar.secrets" . | fromYamlArray }}{{ $names = append $names .secret }}{{ end }}
{{- with .root.Values.authorities.existingSecret }}{{ $names = append $names . }}{{ end }}
{{- with .root.Values.kafka.security.certificateSecret }}{{ $names = append $names . }}{{ end }}
{{- $data := list }}
{{- $namespace := .root.Release.Namespace }}
{{- range $name := uniq $names }}
{{- $data = append $data (dig "data" dict (lookup "v1" "Secret" $namespace $name)) }}
{{- end }}
{{- toJson $data | sha256sum }}
{{- end }}
