{{/*
What a service is told, as environment variables without secrets; takes root, name and component. The service's own "env"
comes first.
*/}}
{{- define "himar.settings" -}}
{{- $texts := dict }}
{{- range $name, $value := (index .root.Values .component.values).env }}
{{- if kindIs "string" $value }}
{{- $_ := set $texts $name $value }}
{{- end }}
{{- end }}
{{- toYaml (merge $texts (include "himar.chartSettings" . | fromYaml)) }}
{{- end }}

{{/* The service's own variables that refer to something; takes root, name and component. */}}
{{- define "himar.references" -}}
{{- range $name, $value := (index .root.Values .component.values).env }}
{{- if not (kindIs "string" $value) }}
- name: {{ $name }}
  {{- toYaml $value | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}

{{- define "himar.chartSettings" -}}
{{- $values := .root.Values }}
{{- $own := index $values .component.values }}
SERVER_PORT: {{ .component.port | quote }}
{{- if eq .name "gateway" }}
MANAGEMENT_SERVER_PORT: {{ .component.management | quote }}
{{- end }}
{{- if $values.trustStore.existingSecret }}
JAVA_TOOL_OPTIONS: {{ printf "-Djavax.net.ssl.trustStore=/trust/%s -Djavax.net.ssl.trustStorePassword=%s" $values.trustStore.key $values.trustStore.password | quote }}
{{- end }}
HIMAR_KAFKA_BOOTSTRAP_SERVERS: {{ $values.kafka.bootstrapServers | quote }}
{{- if .component.database }}
HIMAR_DATABASE_URL: {{ $values.database.url | quote }}
HIMAR_DATABASE_USERNAME: {{ $values.database.username | quote }}
HIMAR_DATABASE_MIGRATE: {{ not $values.migrations.job | quote }}
{{- end }}
{{- if .component.objects }}
HIMAR_OBJECTS_ENDPOINT: {{ $values.objects.endpoint | quote }}
HIMAR_OBJECTS_BUCKET: {{ $values.objects.bucket | quote }}
HIMAR_OBJECTS_REGION: {{ $values.objects.region | quote }}
HIMAR_OBJECTS_ADDRESS: {{ $values.objects.address | quote }}
HIMAR_OBJECTS_CREDENTIALS: {{ $values.objects.credentials | quote }}
{{- end }}
{{- if .component.models }}
HIMAR_MODELS_DIRECTORY: /models
{{- end }}
{{- if .component.worker }}
HIMAR_INFERENCE_ADDRESS: {{ ternary "127.0.0.1:8001" $values.triton.address (eq $values.triton.mode "sidecar") | quote }}
HIMAR_INFERENCE_REQUEST_TIMEOUT: {{ $values.inference.requestTimeout | quote }}
HIMAR_WORKER_CONCURRENCY: {{ $own.concurrency | quote }}
{{- end }}
{{- if or .component.worker (eq .name "scheduler") }}
HIMAR_KAFKA_PARTITIONS: {{ $values.kafka.partitions | quote }}
{{- end }}
{{- if and (eq .name "scheduler") $values.kafka.replicationFactor }}
HIMAR_KAFKA_REPLICATION_FACTOR: {{ $values.kafka.replicationFactor | quote }}
{{- end }}
{{- if eq .name "gateway" }}
HIMAR_KEYS_REQUIRED: {{ $values.keys.required | quote }}
HIMAR_OBJECTS_PUBLIC_ENDPOINT: {{ default $values.objects.endpoint $values.objects.publicEndpoint | quote }}
HIMAR_OBJECTS_URL_VALIDITY: {{ $values.objects.urlValidity | quote }}
{{- end }}
{{- end }}

{{/*
What a service is told in secret; takes root, name and component.
*/}}
{{- define "himar.secrets" -}}
{{- if eq .name "gateway" }}
- name: HIMAR_ADMIN_KEY
  valueFrom:
    secretKeyRef:
      name: {{ include "himar.adminSecret" .root }}
      key: {{ .root.Values.keys.adminKeyKey }}
      optional: true
{{- end }}
{{- if .component.database }}
- name: HIMAR_DATABASE_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "himar.databaseSecret" .root }}
      key: {{ .root.Values.database.passwordKey }}
{{- end }}
{{- if and .component.objects (eq .root.Values.objects.credentials "keys") }}
- name: HIMAR_OBJECTS_ACCESS_KEY
  valueFrom:
    secretKeyRef:
      name: {{ include "himar.objectsSecret" .root }}
      key: {{ .root.Values.objects.accessKeyKey }}
- name: HIMAR_OBJECTS_SECRET_KEY
  valueFrom:
    secretKeyRef:
      name: {{ include "himar.objectsSecret" .root }}
      key: {{ .root.Values.objects.secretKeyKey }}
{{- end }}
{{- end }}
