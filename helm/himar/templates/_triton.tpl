{{/*
The inference server beside a worker: started before it, ended after it, so that a worker which ends can finish its images.
Inference is reachable from within the pod only. The kubelet and Prometheus come from outside: of HTTP, everything but health
needs a key that is this pod's own.
*/}}
{{- define "himar.triton" -}}
{{- $triton := .Values.triton }}
- name: triton
  restartPolicy: Always
  image: {{ $triton.image }}
  imagePullPolicy: {{ $triton.pullPolicy }}
  args:
    - tritonserver
    - --model-repository=/models
    {{- if .Values.models.existingClaim }}
    # It follows what is written to the claim. A model that is being loaded, or cannot be, takes the others from nobody.
    - --model-control-mode=poll
    - --repository-poll-secs=5
    - --strict-readiness=false
    {{- else }}
    - --model-control-mode=none
    - --strict-readiness=true
    {{- end }}
    - --disable-auto-complete-config
    - --exit-on-error=true
    - --grpc-address=127.0.0.1
    - --http-restricted-api=metadata,inference,shared-memory,model-config,model-repository,statistics,trace,logging:himar-key=$(POD_UID)
    {{- range $triton.extraArgs }}
    - {{ . | quote }}
    {{- end }}
  env:
    - name: POD_UID
      valueFrom:
        fieldRef: {fieldPath: metadata.uid}
  securityContext:
    {{- range $key, $value := $triton.securityContext }}
    {{- if ne (toString $value) "<nil>" }}
    {{ $key }}: {{ toYaml $value }}
    {{- end }}
    {{- end }}
    {{- include "himar.containerSecurity" . | nindent 4 }}
  ports:
    - {name: triton-http, containerPort: 8000}
    - {name: triton-metrics, containerPort: 8002}
  # The worker starts once the models are loaded.
  startupProbe:
    httpGet: {path: /v2/health/ready, port: triton-http}
    periodSeconds: 2
    failureThreshold: 300
  livenessProbe:
    httpGet: {path: /v2/health/live, port: triton-http}
    periodSeconds: 10
    timeoutSeconds: 3
  readinessProbe:
    httpGet: {path: /v2/health/ready, port: triton-http}
    periodSeconds: 5
    timeoutSeconds: 3
  resources:
    {{- $resources := deepCopy $triton.resources }}
    {{- if $triton.gpus }}
    {{- $limits := merge (dict "nvidia.com/gpu" $triton.gpus) (default dict $resources.limits) }}
    {{- $_ := set $resources "limits" $limits }}
    {{- end }}
    {{- toYaml $resources | nindent 4 }}
  volumeMounts:
    - {name: models, mountPath: /models, readOnly: true}
    - {name: tmp, mountPath: /tmp}
{{- end }}
