"""Tiny random models of the real classes, saved as the folders that adapters load.

Made from the shipped blueprints with every size shrunk, so that the processors, the token ids and
the way of saving are the real ones.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers

from visprog.model import Model, ModelSpec
from visprog_tools.models import blueprint

TEXT = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 48,
}
VISION = {**TEXT, "image_size": 64, "patch_size": 16}
SMALL = {"height": 64, "width": 64}


def parts(repository: str) -> dict[str, Any]:
    """A shipped blueprint."""
    path = blueprint.FOLDER / f"{repository.replace('/', '--')}.json"
    return dict(json.loads(path.read_text("utf-8")))


def save(found: dict[str, Any], folder: Path, seed: int = 0) -> Path:
    """Write the blueprint with random weights, large enough that outputs differ from input to
    input."""
    blueprint.write(found, folder)
    config = transformers.AutoConfig.from_pretrained(folder)
    (name,) = found["config"]["architectures"]
    torch.manual_seed(seed)
    model = getattr(transformers, name)(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim > 1:
                parameter.normal_(0, 0.2)
    model.save_pretrained(folder)
    return folder


def save_pipeline(found: dict[str, Any], folder: Path, seed: int = 0) -> Path:
    """The same for a pipeline of diffusers."""
    import diffusers

    owner = getattr(diffusers, found["index"]["_class_name"])
    with tempfile.TemporaryDirectory() as written:
        blueprint.write(found, Path(written))
        spec = ModelSpec("inpaint", "", f"blueprint:{written}", "1", settings={"device": "cpu"})
        torch.manual_seed(seed)
        pipeline = blueprint.build(owner.from_pretrained, spec, dtype=torch.float32)
        pipeline.save_pretrained(folder)
    return folder


def loaded(family: type[Model], role: str, folder: Path, **settings: Any) -> Any:
    """The adapter with the folder's weights."""
    spec = ModelSpec(role, family.family, str(folder), "1", settings=settings)
    model = family(spec)
    model.load()
    return model


def clip(folder: Path) -> Path:
    found = parts("openai/clip-vit-base-patch32")
    config = found["config"]
    config["projection_dim"] = 24
    config["text_config"] |= {**TEXT, "projection_dim": 24}
    config["vision_config"] |= {**VISION, "projection_dim": 24}
    found["preprocessor"] |= {"size": {"shortest_edge": 64}, "crop_size": SMALL}
    return save(found, folder)


def siglip(folder: Path) -> Path:
    found = parts("google/siglip2-base-patch16-224")
    config = found["config"]
    config["text_config"] |= {**TEXT, "vocab_size": 300, "projection_size": 32}
    config["vision_config"] |= VISION
    found["preprocessor"]["size"] = SMALL
    found["tokenizer"]["size"] = 300
    return save(found, folder)


def siglip2_naflex(folder: Path) -> Path:
    """SigLIP 2 for pictures of any shape: its own class and processor, and no blueprint."""
    found = parts("google/siglip2-base-patch16-224")
    found["config"] = {
        "architectures": ["Siglip2Model"],
        "model_type": "siglip2",
        "text_config": {**TEXT, "vocab_size": 300, "projection_size": 32},
        "vision_config": {**TEXT, "num_patches": 16, "patch_size": 16},
    }
    found["preprocessor"] |= {
        "processor_class": "Siglip2Processor",
        "image_processor_type": "Siglip2ImageProcessor",
        "patch_size": 16,
        "max_num_patches": 256,
    }
    found["tokenizer"]["size"] = 300
    return save(found, folder)


def owlv2(folder: Path) -> Path:
    found = parts("google/owlv2-base-patch16-ensemble")
    config = found["config"]
    config["projection_dim"] = 32
    config["text_config"] |= {**TEXT, "max_position_embeddings": 40}
    found["tokenizer"]["roles"]["model_max_length"] = 40
    config["vision_config"] |= VISION
    found["preprocessor"]["size"] = SMALL
    return save(found, folder)


def grounding_dino(folder: Path) -> Path:
    return _grounding_dino(parts("IDEA-Research/grounding-dino-tiny"), folder)


def llmdet(folder: Path) -> Path:
    return _grounding_dino(parts("iSEE-Laboratory/llmdet_large"), folder)


def _grounding_dino(found: dict[str, Any], folder: Path) -> Path:
    config = found["config"]
    config |= {
        "d_model": 32, "encoder_layers": 1, "decoder_layers": 2, "encoder_ffn_dim": 48,
        "decoder_ffn_dim": 48, "encoder_attention_heads": 4, "decoder_attention_heads": 4,
        "num_queries": 10, "max_text_len": 64, "disable_custom_kernels": True,
    }  # fmt: skip
    config["backbone_config"] |= {
        "embed_dim": 8, "depths": [1, 1, 1, 1], "num_heads": [1, 1, 2, 2], "image_size": 64,
        "window_size": 7,
    }  # fmt: skip
    config["text_config"] |= TEXT
    found["preprocessor"]["size"] = {"shortest_edge": 64, "longest_edge": 96}
    return save(found, folder)


def sam2(folder: Path) -> Path:
    return save(sam2_parts(), folder)


def sam2_parts() -> dict[str, Any]:
    found = parts("facebook/sam2.1-hiera-tiny")
    config = found["config"]
    vision = config["vision_config"]
    vision |= {
        "backbone_channel_list": [64, 32, 16, 8],
        "backbone_feature_sizes": [[32, 32], [16, 16], [8, 8]],
        "fpn_hidden_size": 32,
    }
    vision["backbone_config"] |= {
        "hidden_size": 8, "image_size": [128, 128], "blocks_per_stage": [1, 1, 2, 1],
        "embed_dim_per_stage": [8, 16, 32, 64], "global_attention_blocks": [3],
    }  # fmt: skip
    config["prompt_encoder_config"] = {"hidden_size": 32, "image_size": 128, "patch_size": 16}
    config["mask_decoder_config"] = {
        "hidden_size": 32, "mlp_dim": 48, "num_attention_heads": 4, "iou_head_hidden_dim": 16,
    }  # fmt: skip
    found["preprocessor"]["size"] = {"height": 128, "width": 128}
    return found


def sam3(folder: Path) -> Path:
    attention = {"num_attention_heads": 4, "intermediate_size": 48}
    found = {
        "config": {
            "architectures": ["Sam3Model"], "model_type": "sam3",
            "vision_config": _sam3_vision(),
            "text_config": {
                **TEXT, "model_type": "clip_text_model", "vocab_size": 49408, "projection_dim": 32,
                "max_position_embeddings": 32, "eos_token_id": 49407,
            },
            "geometry_encoder_config": {"hidden_size": 32, "num_layers": 1, **attention},
            "detr_encoder_config": {"hidden_size": 32, "num_layers": 1, **attention},
            "detr_decoder_config": {
                "hidden_size": 32, "num_layers": 2, "num_queries": 12, **attention,
            },
            "mask_decoder_config": {"hidden_size": 32, "num_attention_heads": 4},
        },
        "preprocessor": {"image_processor_type": "Sam3ImageProcessor", "size": _side(112)},
        "tokenizer": parts("openai/clip-vit-base-patch32")["tokenizer"],
    }  # fmt: skip
    found["tokenizer"]["roles"]["model_max_length"] = 32
    return save(found, folder)


def sam3_tracker(folder: Path) -> Path:
    found = {
        "config": {
            "architectures": ["Sam3TrackerModel"], "model_type": "sam3_tracker",
            "vision_config": _sam3_vision(),
            "prompt_encoder_config": {"hidden_size": 32, "image_size": 112, "patch_size": 14},
            "mask_decoder_config": {
                "hidden_size": 32, "mlp_dim": 48, "num_attention_heads": 4,
                "iou_head_hidden_dim": 16,
            },
        },
        "preprocessor": {"image_processor_type": "Sam3ImageProcessor", "size": _side(112)},
    }  # fmt: skip
    return save(found, folder)


def _sam3_vision() -> dict[str, Any]:
    return {
        "model_type": "sam3_vision_model", "fpn_hidden_size": 32,
        "backbone_feature_sizes": [[32, 32], [16, 16], [8, 8]],
        "backbone_config": {
            **TEXT, "model_type": "sam3_vit_model", "image_size": 112, "pretrain_image_size": 112,
            "patch_size": 14, "window_size": 4, "global_attn_indexes": [1],
        },
    }  # fmt: skip


def _side(pixels: int) -> dict[str, int]:
    return {"height": pixels, "width": pixels}


def blip(folder: Path, repository: str) -> Path:
    found = parts(repository)
    config = found["config"]
    config |= {"projection_dim": 16, "image_text_hidden_size": 16}
    config["text_config"] |= {**TEXT, "encoder_hidden_size": 32}
    config["vision_config"] |= VISION
    found["preprocessor"]["size"] = SMALL
    return save(found, folder)


def vilt(folder: Path) -> Path:
    found = parts("dandelin/vilt-b32-finetuned-vqa")
    config = found["config"]
    config |= {**TEXT, "image_size": 64, "patch_size": 16, "num_labels": 5}
    config["id2label"] = {str(index): f"answer {index}" for index in range(5)}
    found["preprocessor"]["size"] = {"shortest_edge": 64}
    return save(found, folder)


def depth_anything(folder: Path) -> Path:
    found = parts("depth-anything/Depth-Anything-V2-Small-hf")
    config = found["config"]
    config |= {
        "reassemble_hidden_size": 32, "neck_hidden_sizes": [8, 8, 16, 16],
        "fusion_hidden_size": 8, "head_hidden_size": 8,
    }  # fmt: skip
    config["backbone_config"] |= {
        "hidden_size": 32, "num_hidden_layers": 4, "num_attention_heads": 4, "image_size": 70,
        "out_features": ["stage1", "stage2", "stage3", "stage4"],
    }  # fmt: skip
    found["preprocessor"]["size"] = {"height": 70, "width": 70}
    return save(found, folder)


def got_ocr(folder: Path) -> Path:
    found = parts("stepfun-ai/GOT-OCR-2.0-hf")
    config = found["config"]
    config["text_config"] |= {**TEXT, "num_key_value_heads": 4}
    config["vision_config"] |= {
        "hidden_size": 16, "output_channels": 8, "num_hidden_layers": 1, "num_attention_heads": 2,
        "mlp_dim": 24, "global_attn_indexes": [0], "image_size": 1024,
    }  # fmt: skip
    return save(found, folder)


def qwen3_vl(folder: Path) -> Path:
    found = parts("Qwen/Qwen3-VL-4B-Instruct")
    config = found["config"]
    config["text_config"] |= {**TEXT, "num_key_value_heads": 2, "head_dim": 16}
    config["text_config"]["rope_scaling"]["mrope_section"] = [4, 2, 2]
    config["vision_config"] |= {
        "depth": 2, "hidden_size": 32, "intermediate_size": 48, "num_heads": 2,
        "out_hidden_size": 32, "num_position_embeddings": 64, "deepstack_visual_indexes": [0],
    }  # fmt: skip
    found["preprocessor"]["size"] = {"shortest_edge": 1024, "longest_edge": 9216}
    return save(found, folder)


LLAVA_CHAT = (
    "{% for message in messages %}{{ message['role'].upper() + ': ' }}"
    "{% for content in message['content'] | selectattr('type', 'equalto', 'image') %}"
    "{{ '<image>\n' }}{% endfor %}"
    "{% for content in message['content'] | selectattr('type', 'equalto', 'text') %}"
    "{{ content['text'] + ' ' }}{% endfor %}{% endfor %}"
    "{% if add_generation_prompt %}{{ 'ASSISTANT:' }}{% endif %}"
)
"""That of ``llava-hf/llava-1.5-7b-hf``."""


def llava(folder: Path) -> Path:
    special = {"<unk>": 0, "<s>": 1, "</s>": 2, "<image>": 3, "<pad>": 4}
    found = {
        "config": {
            "architectures": ["LlavaForConditionalGeneration"], "model_type": "llava",
            "image_token_index": 3, "image_seq_length": 16,
            "vision_feature_layer": -2, "vision_feature_select_strategy": "default",
            "text_config": {**TEXT, "model_type": "llama", "vocab_size": 300, "pad_token_id": 4},
            "vision_config": {**VISION, "model_type": "clip_vision_model"},
        },
        "preprocessor": {
            "image_processor_type": "CLIPImageProcessor", "crop_size": SMALL,
            "size": {"shortest_edge": 64},
        },
        "processor": {
            "processor_class": "LlavaProcessor", "patch_size": 16,
            "vision_feature_select_strategy": "default", "num_additional_image_tokens": 1,
        },
        "tokenizer": {
            "size": 300, "first": 5, "special": special,
            "roles": {"pad_token": "<pad>", "bos_token": "<s>", "eos_token": "</s>"},
        },
        "chat_template": LLAVA_CHAT,
    }  # fmt: skip
    return save(found, folder)


SMOLVLM_CHAT = (
    "<|im_start|>{% for message in messages %}{{ message['role'] | capitalize }}"
    "{% if message['content'][0]['type'] == 'image' %}{{ ':' }}{% else %}{{ ': ' }}{% endif %}"
    "{% for line in message['content'] %}{% if line['type'] == 'text' %}{{ line['text'] }}"
    "{% elif line['type'] == 'image' %}{{ '<image>' }}{% endif %}{% endfor %}<end_of_utterance>\n"
    "{% endfor %}{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"
)
"""That of ``HuggingFaceTB/SmolVLM2-2.2B-Instruct``."""


def smolvlm(folder: Path) -> Path:
    special = {
        "<|endoftext|>": 0, "<|im_start|>": 1, "<|im_end|>": 2, "<image>": 3,
        "<fake_token_around_image>": 4, "<global-img>": 5, "<end_of_utterance>": 6,
    }  # fmt: skip
    found = {
        "config": {
            "architectures": ["SmolVLMForConditionalGeneration"], "model_type": "smolvlm",
            "image_token_id": 3, "scale_factor": 2,
            "text_config": {**TEXT, "model_type": "llama", "vocab_size": 300, "pad_token_id": 2},
            "vision_config": {**VISION, "model_type": "smolvlm_vision"},
        },
        "preprocessor": {
            "image_processor_type": "SmolVLMImageProcessor", "do_image_splitting": False,
            "size": {"longest_edge": 64}, "max_image_size": {"longest_edge": 64},
        },
        "processor": {"processor_class": "SmolVLMProcessor", "image_seq_len": 4},
        "video": {"video_processor_type": "SmolVLMVideoProcessor"},
        "tokenizer": {
            "size": 300, "first": 7, "special": special,
            "roles": {
                "pad_token": "<|im_end|>", "bos_token": "<|im_start|>",
                "eos_token": "<end_of_utterance>",
            },
        },
        "chat_template": SMOLVLM_CHAT,
    }  # fmt: skip
    return save(found, folder)


def require_molmo2() -> None:
    if not hasattr(transformers, "Molmo2ForConditionalGeneration"):
        pytest.skip(f"Molmo2 needs transformers 5.20 or newer, here is {transformers.__version__}")


def molmo2(folder: Path) -> Path:
    require_molmo2()
    found = parts("allenai/Molmo2-4B")
    config = found["config"]
    config["text_config"] |= {**TEXT, "num_key_value_heads": 2, "head_dim": 8}
    config["adapter_config"] |= {
        "vision_feature_layer": [1, 0], "hidden_size": 32, "num_attention_heads": 4,
        "num_key_value_heads": 4, "head_dim": 8, "intermediate_size": 48, "text_hidden_size": 32,
    }  # fmt: skip
    config["vision_config"] |= {
        **TEXT, "num_key_value_heads": 4, "head_dim": 8, "image_size": [378, 378],
    }  # fmt: skip
    found["preprocessor"]["max_crops"] = 1
    return save(found, folder)


def stable_diffusion_xl(folder: Path) -> Path:
    found = parts("segmind/SSD-1B")
    for name in ("text_encoder", "text_encoder_2"):
        found["parts"][name]["config"] |= {**TEXT, "projection_dim": 32}
    found["parts"]["unet"]["config"] |= {
        "sample_size": 8, "block_out_channels": [8, 16, 16], "attention_head_dim": [1, 2, 2],
        "norm_num_groups": 4, "cross_attention_dim": 64, "addition_time_embed_dim": 8,
        "projection_class_embeddings_input_dim": 80,
        "transformer_layers_per_block": [1, [1, 1], [1, 1]],
        "reverse_transformer_layers_per_block": [[1, 1, 1], [1, 1, 1], 1],
    }  # fmt: skip
    found["parts"]["vae"]["config"] |= {
        "sample_size": 64, "block_out_channels": [8, 8, 8, 8], "norm_num_groups": 4,
        "layers_per_block": 1,
    }  # fmt: skip
    return save_pipeline(found, folder)


def stable_diffusion_inpaint(folder: Path) -> Path:
    """Of the kind that was trained to inpaint: the network sees the mask and what is around it."""
    found = parts("segmind/SSD-1B")
    found["index"] = {
        "_class_name": "StableDiffusionInpaintPipeline",
        "safety_checker": [None, None],
        "feature_extractor": [None, None],
        **{
            name: made
            for name, made in found["index"].items()
            if isinstance(made, list) and not name.endswith("_2")
        },
    }
    found["parts"]["text_encoder"]["config"] |= TEXT
    found["parts"]["unet"]["config"] = {
        "_class_name": "UNet2DConditionModel", "sample_size": 8, "in_channels": 9,
        "out_channels": 4, "block_out_channels": [8, 16], "layers_per_block": 1,
        "down_block_types": ["CrossAttnDownBlock2D", "DownBlock2D"],
        "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D"], "attention_head_dim": 2,
        "norm_num_groups": 4, "cross_attention_dim": 32,
    }  # fmt: skip
    found["parts"]["vae"]["config"] |= {
        "sample_size": 64, "block_out_channels": [8, 8, 8, 8], "norm_num_groups": 4,
        "layers_per_block": 1, "scaling_factor": 0.18215,
    }  # fmt: skip
    return save_pipeline(found, folder)


def flux2_klein(folder: Path) -> Path:
    found = parts("black-forest-labs/FLUX.2-klein-4B")
    found["parts"]["text_encoder"]["config"] |= {
        **TEXT, "num_hidden_layers": 28, "num_key_value_heads": 2, "head_dim": 8,
    }  # fmt: skip
    found["parts"]["transformer"]["config"] |= {
        "in_channels": 16, "num_layers": 1, "num_single_layers": 1, "attention_head_dim": 8,
        "num_attention_heads": 2, "joint_attention_dim": 96, "timestep_guidance_channels": 8,
        "axes_dims_rope": [2, 2, 2, 2],
    }  # fmt: skip
    found["parts"]["vae"]["config"] |= {
        "latent_channels": 4, "block_out_channels": [8, 8, 8, 8], "norm_num_groups": 4,
        "layers_per_block": 1, "sample_size": 64,
    }  # fmt: skip
    return save_pipeline(found, folder)
