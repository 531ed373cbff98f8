// SPDX-License-Identifier: Apache-2.0

//! Calls that only those may make whom `--rpc-methods` lets make unsafe ones.

use jsonrpsee::{
	core::{RegisterMethodError, RpcResult},
	types::Params,
	Extensions, RpcModule,
};
use sc_rpc::DenyUnsafe;
use serde::Serialize;
use std::{future::Future, sync::Arc};

/// Register a call that refuses everybody else before it looks at the arguments.
pub fn register<Context, Answer, Call, Work>(
	module: &mut RpcModule<Context>,
	name: &'static str,
	call: Call,
) -> Result<(), RegisterMethodError>
where
	Context: Send + Sync + 'static,
	Answer: Serialize + Clone + 'static,
	Call: Fn(Params<'static>, Arc<Context>) -> Work + Clone + Send + Sync + 'static,
	Work: Future<Output = RpcResult<Answer>> + Send,
{
	module.register_async_method(name, move |params, context, extensions| {
		let permission = permission(&extensions);
		let work = call(params, context);
		async move {
			permission?;
			work.await
		}
	})?;

	Ok(())
}

/// The server's word on the caller; if there is none, no.
fn permission(extensions: &Extensions) -> RpcResult<()> {
	let policy = extensions.get().copied().unwrap_or(DenyUnsafe::Yes);

	Ok(policy.check_if_safe()?)
}

#[cfg(test)]
mod tests {
	use super::*;
	use futures::executor::block_on;
	use jsonrpsee::types::error::METHOD_NOT_FOUND_CODE;

	/// The error code of the answer to a call, if it is one.
	fn refusal(policy: Option<DenyUnsafe>) -> Option<i32> {
		let mut module = RpcModule::new(());
		register(&mut module, "call", |_, _| async { Ok(7) }).expect("the name is free");
		if let Some(policy) = policy {
			module.extensions_mut().insert(policy);
		}

		match block_on(module.call::<_, u8>("call", [0; 0])) {
			Ok(answer) => {
				assert_eq!(answer, 7);
				None
			},
			Err(jsonrpsee::MethodsError::JsonRpc(error)) => Some(error.code()),
			Err(error) => panic!("{error}"),
		}
	}

	#[test]
	fn call_is_answered_where_unsafe_ones_are() {
		assert_eq!(refusal(Some(DenyUnsafe::No)), None);
	}

	#[test]
	fn call_is_refused_where_unsafe_ones_are() {
		assert_eq!(refusal(Some(DenyUnsafe::Yes)), Some(METHOD_NOT_FOUND_CODE));
	}

	#[test]
	fn call_is_refused_when_the_server_says_nothing() {
		assert_eq!(refusal(None), Some(METHOD_NOT_FOUND_CODE));
	}
}
