"""The pages of the application."""

from django.urls import path

from voicechat.views import account, call, history, personas

urlpatterns = [
    path("", call.call, name="call"),
    path("history/", history.conversations, name="history"),
    path("history/<uuid:pk>/", history.conversation, name="conversation"),
    path("personas/", personas.personas, name="personas"),
    path("account/", account.account, name="account"),
]
