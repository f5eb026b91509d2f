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

{{/* The variables of a service that refer to something, the service's own before the chart's; takes root, name and component. */}}
{{- define "himar.references" -}}
{{- $env := (index .root.Values .component.values).env }}
{{- if and .component.worker .root.Values.deletionCost.enabled }}
{{- range $name, $field := dict "POD_NAME" "metadata.name" "POD_NAMESPACE" "metadata.namespace" }}
{{- if not (hasKey $env $name) }}
- name: {{ $name }}
  valueFrom: {fieldRef: {fieldPath: {{ $field }}}}
{{- end }}
{{- end }}
{{- end }}
{{- range $name, $value := $env }}
{{- if not (kindIs "string" $value) }}
- name: {{ $name }}
  {{- toYaml $value | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}

{{- define "himar.trustStoreOptions" -}}
{{- with .Values.trustStore }}
{{- if .existingSecret }}
{{- printf "-Djavax.net.ssl.trustStore=/trust/%s -Djavax.net.ssl.trustStorePassword=%s" .key .password }}
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
{{- with include "himar.trustStoreOptions" .root }}
JAVA_TOOL_OPTIONS: {{ . | quote }}
{{- end }}
{{- with $values.tracing.endpoint }}
HIMAR_TRACING_ENDPOINT: {{ . | quote }}
HIMAR_TRACING_SHARE: {{ $values.tracing.share | quote }}
{{- end }}
{{- with $values.logging.format }}
LOGGING_STRUCTURED_FORMAT_CONSOLE: {{ . }}
{{- end }}
HIMAR_KAFKA_BOOTSTRAP_SERVERS: {{ $values.kafka.bootstrapServers | quote }}
HIMAR_KAFKA_PREFIX: {{ $values.kafka.prefix | quote }}
{{- $private := ternary $values.authorities.of (list) (ne $values.authorities.existingSecret "") }}
{{- with $values.kafka.security }}
{{- if ne .protocol "PLAINTEXT" }}
HIMAR_KAFKA_SECURITY_PROTOCOL: {{ .protocol }}
{{- if hasPrefix "SASL" .protocol }}
HIMAR_KAFKA_SECURITY_MECHANISM: {{ .mechanism }}
HIMAR_KAFKA_SECURITY_USERNAME: {{ .username | quote }}
{{- end }}
{{- if has "kafka" $private }}
HIMAR_KAFKA_SECURITY_AUTHORITIES: /authorities/ca.crt
{{- end }}
{{- if .certificateSecret }}
HIMAR_KAFKA_SECURITY_CERTIFICATE: /kafka-certificate/tls.crt
HIMAR_KAFKA_SECURITY_KEY: /kafka-certificate/tls.key
{{- end }}
{{- end }}
{{- end }}
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
{{- if has "objects" $private }}
HIMAR_OBJECTS_AUTHORITIES: /authorities/ca.crt
{{- end }}
{{- end }}
{{- if .component.models }}
HIMAR_MODELS_DIRECTORY: /models
{{- end }}
{{- if .component.worker }}
HIMAR_INFERENCE_ADDRESS: {{ ternary "127.0.0.1:8001" $values.triton.address (eq $values.triton.mode "sidecar") | quote }}
HIMAR_INFERENCE_REQUEST_TIMEOUT: {{ $values.inference.requestTimeout | quote }}
{{- if and $values.triton.tls (eq $values.triton.mode "external") }}
HIMAR_INFERENCE_TLS: "true"
{{- if has "inference" $private }}
HIMAR_INFERENCE_AUTHORITIES: /authorities/ca.crt
{{- end }}
{{- end }}
HIMAR_WORKER_CONCURRENCY: {{ $own.concurrency | quote }}
{{- with $own.models }}
HIMAR_MODELS_ONLY: {{ join "," . | quote }}
{{- end }}
{{- if $values.deletionCost.enabled }}
HIMAR_WORKER_DELETION_COST_ENABLED: "true"
{{- end }}
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
What a service is told in secret, as a list of setting, secret, key and optional; takes root, name and component. It finds
each in a file of its own: what is in the environment can be listed.
*/}}
{{- define "himar.secrets" -}}
{{- $values := .root.Values }}
{{- if eq .name "gateway" }}
- {setting: himar.admin.key, secret: {{ include "himar.adminSecret" .root }}, key: {{ $values.keys.adminKeyKey }}, optional: true}
{{- end }}
{{- if .component.database }}
- {setting: himar.database.password, secret: {{ include "himar.databaseSecret" .root }}, key: {{ $values.database.passwordKey }}}
{{- end }}
{{- if hasPrefix "SASL" $values.kafka.security.protocol }}
- {setting: himar.kafka.security.password, secret: {{ include "himar.kafkaSecret" .root }}, key: {{ $values.kafka.security.passwordKey }}}
{{- end }}
{{- if and .component.objects (eq $values.objects.credentials "keys") }}
- {setting: himar.objects.access-key, secret: {{ include "himar.objectsSecret" .root }}, key: {{ $values.objects.accessKeyKey }}}
- {setting: himar.objects.secret-key, secret: {{ include "himar.objectsSecret" .root }}, key: {{ $values.objects.secretKeyKey }}}
{{- end }}
{{- if and .component.worker $values.triton.token.existingSecret }}
- {setting: himar.inference.token, secret: {{ $values.triton.token.existingSecret }}, key: {{ $values.triton.token.key }}}
{{- end }}
{{- end }}

{{/* A volume of such a list, by the names of the settings. */}}
{{- define "himar.secretsVolume" -}}
- name: secrets
  projected:
    defaultMode: 0440
    sources:
      {{- range fromYamlArray . }}
      - secret:
          name: {{ .secret }}
          {{- if .optional }}
          optional: true
          {{- end }}
          items: [{key: {{ .key }}, path: {{ .setting }}}]
      {{- end }}
{{- end }}

{{/* What is needed to believe other people's servers, and to be believed by them. */}}
{{- define "himar.trustMounts" -}}
{{- if .Values.trustStore.existingSecret }}
- {name: trust, mountPath: /trust, readOnly: true}
{{- end }}
{{- if .Values.authorities.existingSecret }}
- {name: authorities, mountPath: /authorities, readOnly: true}
{{- end }}
{{- end }}

{{- define "himar.trustVolumes" -}}
{{- with .Values.trustStore.existingSecret }}
- name: trust
  secret: {secretName: {{ . }}}
{{- end }}
{{- with .Values.authorities.existingSecret }}
- name: authorities
  secret: {secretName: {{ . }}, items: [{key: {{ $.Values.authorities.key }}, path: ca.crt}]}
{{- end }}
{{- end }}
