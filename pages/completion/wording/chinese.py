"""Simplified Chinese."""

from __future__ import annotations

from pages.completion.wording.words import Words

CHINESE = Words(
    tag="zh-hans",
    name="简体中文",
    page_title="您的报告",
    asked_by="{name} 请您补充报告预告的内容。",
    asked="主办方请您补充报告预告的内容。",
    intro="请改正有误之处，补上缺少的内容。尚不确定的可以留空。主办方审阅之前，不会公布任何内容。",
    until="在 {date}（UTC）之前，您可以随时用同一链接回到本页。",
    series="系列",
    when="时间",
    date_format="Y年n月j日 l",
    month_format="Y年n月",
    no_date="待定",
    message="主办方留言",
    was_sent="您已提交。在主办方采用之前，您仍可修改并再次提交。",
    switch="语言",
    headings={
        "talk": "报告",
        "slides": "幻灯片",
        "person": "关于您",
        "facts": "姓名与网址",
        "consent": "您的同意",
        "note": "其他",
    },
    labels={
        "title": "题目",
        "abstract": "摘要",
        "biography": "个人简介",
        "portrait": "照片",
        "portrait_alt": "照片说明",
        "slides": "上传幻灯片文件",
        "slides_url": "或填写网址",
        "name": "姓名",
        "affiliation": "单位",
        "orcid": "ORCID iD",
        "homepage": "个人主页",
        "note": "给主办方的话",
    },
    helps={
        "abstract": "段落之间空一行。支持 **粗体**、*斜体*、以“- ”开头的列表、[文字](网址) 链接和 $…$ 公式。",
        "biography": "用于预告，请以第三人称写几句话。",
        "portrait": "JPEG、PNG 或 WebP，不超过 10 MB。文件中的拍摄时间和地点会被删除。",
        "portrait_alt": "供看不到照片的读者了解，例如“李明站在书架前微笑”。",
        "slides": "PDF、PPTX 或 ODP，不超过 50 MB。",
        "slides_url": "如果幻灯片已在别处公开。网址以 https:// 开头。",
        "name": "预告中使用的姓名。",
        "affiliation": "做报告时所在的单位。",
        "orcid": "格式如 0000-0002-1825-0097。",
        "note": "只有主办方能看到，例如设备、行程或姓名读法。",
    },
    consent_intro="两项均由您自行决定。未勾选即视为不同意。",
    consent_version="2026-11 zh-hans",
    consents={
        "recording": "我同意对我的报告进行录制，并公开发布录像。",
        "publication": "我同意在报告预告中公开发布我的照片和个人简介。",
    },
    save="保存，稍后继续",
    send="提交给主办方",
    file_there="已收到：{name}（{size}）。选择其他文件即可替换。",
    remove_file="删除此文件",
    saved="已保存，尚未提交。您可以随时用同一链接回来。",
    sent="谢谢，您的内容已提交给主办方。",
    errors_heading="暂时无法提交。您填写的内容仍在这里。",
    errors={
        "too_long": "内容过长：共 {length} 个字符，最多 {most} 个。",
        "orcid": "这不是 ORCID iD，格式应如 0000-0002-1825-0097。",
        "homepage": "这不是网址。网址以 https:// 或 http:// 开头。",
        "slides_url": "这不是以 https:// 开头的网址。",
        "portrait_format": "“{name}”不是 JPEG、PNG 或 WebP 图片，或文件已损坏。",
        "portrait_size": "“{name}”过大。照片不超过 10 MB 和 4000 万像素。",
        "slides_format": "“{name}”不是 PDF、PPTX 或 ODP 文件，或文件已损坏。",
        "slides_macros": "“{name}”含有宏。请另存为 PDF 或不含宏的文件。",
        "slides_size": "“{name}”过大。幻灯片不超过 50 MB，更大的文件可以填写网址。",
        "empty_file": "“{name}”是空文件。",
    },
    endings={
        "unknown": ("这里没有内容", "请确认您从邮件中复制了完整的链接。"),
        "expired": ("链接已过期", "请向主办方索取新的链接。"),
        "revoked": ("链接已停用", "如果仍需修改，请联系主办方。"),
        "accepted": ("谢谢", "主办方已采用您提交的内容。如需修改，请联系主办方。"),
        "declined": ("链接已关闭", "如果仍需修改，请联系主办方。"),
        "cancelled": ("报告已取消", "无需再填写。如有疑问，请联系主办方。"),
        "not_speaking": ("链接已停用", "如果您仍要做报告，请联系主办方。"),
    },
    too_large=("文件过大", "照片不超过 10 MB，幻灯片不超过 50 MB。请返回上一页，您填写的内容应该还在。"),
    too_many=("请求过多", "请等待一分钟，然后返回上一页重试。"),
    unreadable=("表单未完整送达", "请返回上一页重试，您填写的内容应该还在。"),
    mail_subject="您的报告：{talk}",
    mail="""{name}，您好：

{asker} 请您补充“{series}”报告预告的内容：

{talk}
{when}
{message}
请在以下网页填写题目、摘要、个人简介、照片和幻灯片，无需账号：

{address}

此链接仅供您本人使用，请勿转发，有效期至 {until}（UTC）。主办方审阅之前，不会公布任何内容。
""",
)
